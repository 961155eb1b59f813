using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;

namespace Lineage.IntegrationTests.Identity;

public class ProblemTests(PlumbingFixture fixture) : IClassFixture<PlumbingFixture>
{
    private readonly HttpClient client = fixture.Host.As("reader");

    [Fact]
    public async Task An_unknown_route_is_404() => await (await client.GetAsync("/no/such/route")).Problem(HttpStatusCode.NotFound, "urn:lineage:problem:not-found");

    [Fact]
    public async Task A_caller_that_accepts_no_json_gets_a_problem_all_the_same()
    {
        using HttpRequestMessage request = new(HttpMethod.Get, "/no/such/route") { Headers = { { "Accept", "text/plain" } } };

        await (await client.SendAsync(request)).Problem(HttpStatusCode.NotFound, "urn:lineage:problem:not-found");
    }

    [Fact]
    public async Task A_wrong_method_is_405() => await (await client.DeleteAsync("/echo")).Problem(HttpStatusCode.MethodNotAllowed, "urn:lineage:problem:method-not-allowed");

    [Fact]
    public async Task A_wrong_media_type_is_415() =>
        await (await client.PostAsync("/echo", new StringContent("a,b", Encoding.UTF8, "text/csv"))).Problem(HttpStatusCode.UnsupportedMediaType, "urn:lineage:problem:unsupported-media-type");

    [Fact]
    public async Task A_large_body_is_413() =>
        await (await client.PostAsync("/small", new StringContent("0123456789ab"))).Problem(HttpStatusCode.RequestEntityTooLarge, "urn:lineage:problem:body-too-large");

    [Fact]
    public async Task A_body_of_the_wrong_shape_is_400_and_says_where()
    {
        var answer = await client.PostAsync("/echo", new StringContent("""{"count":1,"parts":[{"count":"secret"}]}""", Encoding.UTF8, "application/json"));

        var problem = await answer.Problem(HttpStatusCode.BadRequest, "urn:lineage:problem:malformed-request");
        Assert.Equal("/parts/0/count", problem.GetProperty("pointer").GetString());
        Assert.DoesNotContain("secret", problem.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_validation_failure_is_422_keyed_by_pointer()
    {
        var problem = await (await client.GetAsync("/throw/ValidationException")).Problem(HttpStatusCode.UnprocessableEntity, "urn:lineage:problem:invalid");

        Assert.Equal("""{"/inputs/0/namespace":["must not be empty"],"/runId":["a","b"]}""", problem.GetProperty("errors").GetRawText());
    }

    [Fact]
    public async Task Malformed_input_has_the_status_and_code_it_was_given()
    {
        var problem = await (await client.GetAsync("/throw/MalformedInputException")).Problem(HttpStatusCode.BadRequest, "urn:lineage:problem:no-json");

        Assert.Equal(("The body is no JSON.", "/a/0"), (problem.GetProperty("detail").GetString(), problem.GetProperty("pointer").GetString()));
    }

    [Fact]
    public async Task A_rule_that_forbids_is_409()
    {
        var problem = await (await client.GetAsync("/throw/RuleViolationException")).Problem(HttpStatusCode.Conflict, "urn:lineage:rule:already-signed");

        Assert.Equal("The report is signed.", problem.GetProperty("detail").GetString());
    }

    [Fact]
    public async Task Overload_is_503_and_says_when_to_come_again()
    {
        var answer = await client.GetAsync("/throw/OverloadedException");

        await answer.Problem(HttpStatusCode.ServiceUnavailable, "urn:lineage:problem:overloaded");
        Assert.Equal(TimeSpan.FromSeconds(2), answer.Headers.RetryAfter!.Delta);
    }

    [Fact]
    public async Task An_unexpected_failure_tells_nothing_of_itself()
    {
        var problem = await (await client.GetAsync("/throw/InvalidOperationException")).Problem(HttpStatusCode.InternalServerError, "urn:lineage:problem:unexpected");

        Assert.DoesNotContain("secret", problem.GetRawText(), StringComparison.Ordinal);
        Assert.Equal(["requestId", "status", "title", "type"], problem.EnumerateObject().Select(p => p.Name).Order());
    }

    [Fact]
    public async Task A_body_that_breaks_off_does_no_harm()
    {
        using TcpClient broken = new(client.BaseAddress!.Host, client.BaseAddress.Port);
        var token = client.DefaultRequestHeaders.Authorization;
        var stream = broken.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(
            $"POST /echo HTTP/1.1\r\nHost: x\r\nAuthorization: {token}\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{{\"count\""));
        broken.Client.Shutdown(SocketShutdown.Send);
        await new StreamReader(stream).ReadToEndAsync();

        Assert.Equal(HttpStatusCode.OK, (await client.PostAsJsonAsync("/echo", new { count = 1 })).StatusCode);
    }
}
