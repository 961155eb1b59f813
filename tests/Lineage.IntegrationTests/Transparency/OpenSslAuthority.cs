using System.Diagnostics;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Lineage.IntegrationTests.Transparency;

/// <summary>A fact about <c>openssl ts</c>: skipped, and said to be, where it is absent.</summary>
internal sealed class OpenSslFactAttribute : FactAttribute
{
    public OpenSslFactAttribute()
    {
        if (!(Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, "openssl")))) Skip = "skipped: there is no openssl on this machine";
    }
}

/// <summary>A timestamping authority on a port of its own: <c>openssl ts -reply</c> with a throw-away issuer behind HTTP.</summary>
internal sealed class OpenSslAuthority(WebApplication app, string folder) : IAsyncDisposable
{
    private const string Settings = """
        [tsa]
        default_tsa = here
        [here]
        serial = serial
        signer_cert = tsa.pem
        signer_key = tsa.key
        certs = ca.pem
        signer_digest = sha256
        default_policy = 1.2.3.4.1
        digests = sha256
        accuracy = secs:1
        ess_cert_id_alg = sha256
        [ext]
        extendedKeyUsage = critical,timeStamping
        basicConstraints = CA:FALSE
        """;

    public Uri Url => new(app.Urls.First());

    public string Folder => folder;

    /// <summary>Changes an answer before it is given.</summary>
    public Func<byte[], byte[]> Alter { get; set; } = reply => reply;

    public X509Certificate2 Issuer => X509Certificate2.CreateFromPem(File.ReadAllText(Path.Combine(folder, "ca.pem")));

    public static async Task<OpenSslAuthority> Start()
    {
        var folder = Directory.CreateTempSubdirectory("lineage-tsa-").FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "tsa.cnf"), Settings);
        await File.WriteAllTextAsync(Path.Combine(folder, "serial"), "01\n");
        await Run(folder, "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", "ca.key", "-out", "ca.pem", "-subj", "/CN=Throw-away issuer", "-days", "2", "-addext", "basicConstraints=critical,CA:TRUE");
        await Run(folder, "req", "-newkey", "rsa:2048", "-nodes", "-keyout", "tsa.key", "-out", "tsa.csr", "-subj", "/CN=Throw-away authority");
        await Run(folder, "x509", "-req", "-in", "tsa.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-out", "tsa.pem", "-days", "1", "-extfile", "tsa.cnf", "-extensions", "ext");
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var authority = new OpenSslAuthority(builder.Build(), folder);
        return await authority.Listen();
    }

    /// <summary>What openssl itself says of a timestamp.</summary>
    public async Task<string> Verify(byte[] data, byte[] reply)
    {
        await File.WriteAllBytesAsync(Path.Combine(folder, "data"), data);
        await File.WriteAllBytesAsync(Path.Combine(folder, "reply"), reply);
        return await Run(folder, "ts", "-verify", "-data", "data", "-in", "reply", "-CAfile", "ca.pem");
    }

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    private async Task<OpenSslAuthority> Listen()
    {
        using var one = new SemaphoreSlim(1);
        app.MapPost("/", async (HttpContext http) =>
        {
            Assert.Equal("application/timestamp-query", http.Request.ContentType);
            var name = $"q{http.TraceIdentifier.GetHashCode():x}";
            await using (var query = File.Create(Path.Combine(folder, name))) await http.Request.Body.CopyToAsync(query);
            await Run(folder, "ts", "-reply", "-queryfile", name, "-config", "tsa.cnf", "-section", "here", "-out", $"{name}.tsr");
            http.Response.ContentType = "application/timestamp-reply";
            await http.Response.BodyWriter.WriteAsync(Alter(await File.ReadAllBytesAsync(Path.Combine(folder, $"{name}.tsr"))));
        });
        await app.StartAsync();
        return this;
    }

    private static async Task<string> Run(string folder, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("openssl", arguments) { WorkingDirectory = folder, RedirectStandardError = true, RedirectStandardOutput = true })!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"openssl {arguments[0]}: {await error}{await output}");
        return await output;
    }
}
