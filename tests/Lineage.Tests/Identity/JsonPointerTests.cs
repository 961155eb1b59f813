using Lineage.Server.Infrastructure.Http;

namespace Lineage.Tests.Identity;

public class JsonPointerTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("RunId", "/runId")]
    [InlineData("Inputs[0].Namespace", "/inputs/0/namespace")]
    [InlineData("$", "")]
    [InlineData("$.inputs[10].name", "/inputs/10/name")]
    [InlineData("$['a.b'].c", "/a.b/c")]
    [InlineData("$['a/b~c']", "/a~1b~0c")]
    public void Both_notations_become_a_pointer(string path, string expected) => Assert.Equal(expected, JsonPointer.From(path));
}
