using System.CommandLine;
using Lineage.Server;

namespace Lineage.Cli.Commands;

/// <summary><c>lineage token</c>: signs a token on the machine that holds the data directory.</summary>
internal static class TokenCommand
{
    private static readonly string[] Roles = ["emitter", "reader", "officer", "dpo", "auditor", "admin"];

    internal static Command Create(CliHost host)
    {
        var role = new Option<string[]>("--role")
        {
            Required = true,
            HelpName = "ROLE[,ROLE]",
            Description = $"What the bearer may do: {string.Join(", ", Roles)}.",
            CustomParser = argument =>
            {
                var given = Split(argument.Tokens[0].Value);
                if (given.Length == 0 || given.FirstOrDefault(r => !Roles.Contains(r)) is not null)
                    argument.AddError($"Roles are {string.Join(", ", Roles)}.");
                return given;
            },
        };
        var tenant = new Option<string?>("--tenant") { HelpName = "TENANT", Description = "Whose data. Default: default." };
        var subject = new Option<string?>("--subject") { HelpName = "NAME", Description = "Who bears it. Default: the name of the user." };
        var expires = new Option<TimeSpan?>("--expires") { HelpName = "DURATION", Description = "How long it holds, for example 30m or 7d. Default: 8h.", CustomParser = Duration.Parse };
        var namespaces = new Option<string?>("--namespaces") { HelpName = "PREFIX[,PREFIX]", Description = "Limits an emitter to namespaces that begin so." };
        var data = new Option<string?>("--data-directory") { HelpName = "DIR", Description = "The server's data directory. Default: the server's own choice." };
        return new Verb(
                "token",
                "Print a token of the server's own issuer. Works on the machine that holds the data directory; the server need not run.",
                "export LINEAGE_TOKEN=$(lineage token --role reader)",
                "lineage token --role emitter --namespaces warehouse,airflow --expires 7d --subject nightly-load",
                "lineage token --role officer,auditor --tenant acme --data-directory ./data")
            .With(role, tenant, subject, expires, namespaces, data)
            .Does(host, call =>
            {
                var limits = call.Value(namespaces) is { } given ? Split(given) : null;
                var name = call.Value(subject) ?? host.Environment("USER") ?? "operator";
                var token = Issue(() => ServerHost.IssueToken(call.Value(data), name, call.Value(role)!, call.Value(tenant) ?? "default", call.Value(expires) ?? TimeSpan.FromHours(8), limits));
                if (call.Json)
                    return Task.FromResult(call.WriteJson(new { token }));
                host.Out.WriteLine(token);
                return Task.FromResult(Exit.Done);
            });
    }

    private static string Issue(Func<string> issue)
    {
        try
        {
            return issue();
        }
        catch (ArgumentException e)
        {
            throw new UsageException(e.Message);
        }
    }

    internal static string[] Split(string text) => text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
