using FsCheck.Xunit;
using Lineage.Contracts;

namespace Lineage.Tests.Contracts;

public class NodeIdTests
{
    [Theory]
    [InlineData("dataset:postgres%3A%2F%2Fcrm%3A5432:public.customers", "postgres://crm:5432", "public.customers")]
    [InlineData("dataset:postgres://crm:5432:public.customers", "postgres://crm:5432", "public.customers")]
    [InlineData("dataset:s3://lake:a%3Ab", "s3://lake", "a:b")]
    public void A_dataset_is_read_with_and_without_encoded_colons_in_its_namespace(string text, string ns, string name) =>
        Assert.Equal(new DatasetNode(ns, name), NodeId.Parse(text));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("dataset")]
    [InlineData("dataset:a")]
    [InlineData("dataset::b")]
    [InlineData("field:a:b")]
    [InlineData("run:")]
    [InlineData("table:a:b")]
    public void What_lacks_a_kind_or_a_part_is_no_node_id(string? text) => Assert.False(NodeId.TryParse(text, out _));

    [Property]
    public bool Every_node_reads_back_from_its_written_form(FsCheck.NonEmptyString ns, FsCheck.NonEmptyString name, FsCheck.NonEmptyString last)
    {
        NodeId[] nodes = [new DatasetNode(Text(ns), Text(name)), new JobNode(Text(ns), Text(name)), new RunNode(Text(name)), new FieldNode(Text(ns), Text(name), Text(last)), new VersionNode(Text(ns), Text(name), Text(last))];
        return nodes.All(node => node == NodeId.Parse(node.ToString()));
    }

    // A lone surrogate is no text and cannot be percent-encoded.
    private static string Text(FsCheck.NonEmptyString text) => text.Get.Where(c => !char.IsSurrogate(c)).DefaultIfEmpty('x').Aggregate("", (s, c) => s + c);
}
