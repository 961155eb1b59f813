using System.Text;
using System.Text.Json;
using FsCheck.Xunit;
using Lineage.Merkle;

namespace Lineage.Tests.Merkle;

public class CanonicalJsonTests
{
    [Theory]
    [InlineData("""{ "b" : 1, "a" : [ true , null ] }""", """{"a":[true,null],"b":1}""")]
    [InlineData("""{"\u20ac":1,"\r":2,"1":3,"\ud83d\ude00":4,"\ufb33":5}""", "{\"\\r\":2,\"1\":3,\"€\":1,\"😀\":4,\"\ufb33\":5}")]
    [InlineData("""["\u0000\u001f\b\f\n\r\t\"\\/é"]""", "[\"\\u0000\\u001f\\b\\f\\n\\r\\t\\\"\\\\/é\"]")]
    [InlineData("[1.0, 1e21, 1e-7, -0, 100000000000000000000, 0.000001, 333333333.33333329]", "[1,1e+21,1e-7,0,100000000000000000000,0.000001,333333333.3333333]")]
    public void A_value_has_one_text(string json, string canonical) => Assert.Equal(canonical, Canonical(json));

    [Fact]
    public void A_lone_surrogate_is_no_text() => Assert.Throws<FormatException>(() => Canonical("""["\ud800"]"""));

    [Fact]
    public void A_number_beyond_double_precision_has_no_canonical_form() => Assert.Throws<FormatException>(() => Canonical("[1e999]"));

    [Property]
    public bool A_number_reads_back_as_the_same_double(double value) =>
        !double.IsFinite(value) || double.Parse(EcmaScriptNumber.Format(value), System.Globalization.CultureInfo.InvariantCulture).Equals(value == 0 ? 0 : value);

    [SharedFact("data/vectors")]
    public void The_published_documents_come_out_as_published()
    {
        using var vectors = JsonDocument.Parse(File.ReadAllText(SharedData.PathOf("data/vectors/jcs-documents.json")));
        foreach (var vector in vectors.RootElement.GetProperty("cases").EnumerateArray())
        {
            using var input = JsonDocument.Parse(vector.GetProperty("input").GetString()!);
            Assert.Equal(vector.GetProperty("outputHex").GetString(), Convert.ToHexStringLower(CanonicalJson.Bytes(input.RootElement)));
        }
    }

    [SharedFact("data/vectors")]
    public void The_published_numbers_come_out_as_published()
    {
        foreach (var line in File.ReadLines(SharedData.PathOf("data/vectors/jcs-es6-numbers.txt")).Where(l => l.Length > 0))
        {
            var (bits, text) = (line.Split(',')[0], line.Split(',')[1]);
            Assert.Equal(text, EcmaScriptNumber.Format(BitConverter.UInt64BitsToDouble(Convert.ToUInt64(bits, 16))));
        }
    }

    private static string Canonical(string json)
    {
        using var document = JsonDocument.Parse(json);
        return Encoding.UTF8.GetString(CanonicalJson.Bytes(document.RootElement));
    }
}
