namespace Lineage.Cli.Demo;

/// <summary>Logistic regression by plain gradient descent on standardised features.</summary>
/// <param name="Bias">Added to the weighted sum.</param>
/// <param name="Weights">One for each feature, on its standardised scale.</param>
/// <param name="Means">Mean of each feature in the training rows.</param>
/// <param name="Deviations">Standard deviation of each feature in the training rows.</param>
internal sealed record LogisticRegression(double Bias, double[] Weights, double[] Means, double[] Deviations)
{
    internal static LogisticRegression Train(IReadOnlyList<double[]> rows, IReadOnlyList<bool> labels, int epochs, double rate)
    {
        var width = rows[0].Length;
        var means = Enumerable.Range(0, width).Select(f => rows.Average(r => r[f])).ToArray();
        var deviations = Enumerable.Range(0, width).Select(f => Math.Sqrt(rows.Average(r => Math.Pow(r[f] - means[f], 2)))).Select(d => d > 0 ? d : 1).ToArray();
        var model = new LogisticRegression(0, new double[width], means, deviations);
        for (var epoch = 0; epoch < epochs; epoch++)
            model = model.Step(rows, labels, rate);
        return model;
    }

    /// <summary>The probability of a yes.</summary>
    internal double Predict(double[] row) => 1 / (1 + Math.Exp(-Bias - Weights.Select((w, f) => w * Standard(row, f)).Sum()));

    /// <summary>The part of the rows that is told right.</summary>
    internal double Accuracy(IReadOnlyList<double[]> rows, IReadOnlyList<bool> labels) =>
        rows.Zip(labels).Average(r => Predict(r.First) >= 0.5 == r.Second ? 1.0 : 0.0);

    /// <summary>Mean cross-entropy, in nats.</summary>
    internal double LogLoss(IReadOnlyList<double[]> rows, IReadOnlyList<bool> labels) =>
        rows.Zip(labels).Average(r => -Math.Log(Math.Clamp(r.Second ? Predict(r.First) : 1 - Predict(r.First), 1e-12, 1)));

    private LogisticRegression Step(IReadOnlyList<double[]> rows, IReadOnlyList<bool> labels, double rate)
    {
        var bias = 0.0;
        var slope = new double[Weights.Length];
        for (var i = 0; i < rows.Count; i++)
        {
            var error = Predict(rows[i]) - (labels[i] ? 1 : 0);
            bias += error;
            for (var f = 0; f < slope.Length; f++)
                slope[f] += error * Standard(rows[i], f);
        }

        return this with { Bias = Bias - rate * bias / rows.Count, Weights = [.. Weights.Select((w, f) => w - rate * slope[f] / rows.Count)] };
    }

    private double Standard(double[] row, int feature) => (row[feature] - Means[feature]) / Deviations[feature];
}
