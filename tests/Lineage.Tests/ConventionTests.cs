using System.Reflection;
using FluentValidation;
using Lineage.Contracts;
using Lineage.Merkle;
using Lineage.Server;
using Lineage.Server.Infrastructure.Http;
using Lineage.Server.Infrastructure.Record;
using Lineage.Server.Infrastructure.Store;
using MediatR;

namespace Lineage.Tests;

/// <summary>The rules of the house, each with why it is one.</summary>
public class ConventionTests
{
    private static readonly Type[] Server = typeof(ServerHost).Assembly.GetTypes();

    [Fact]
    public void Every_request_has_a_validator_because_the_gate_is_the_same_for_all_doors() =>
        Assert.All(
            Server.Where(t => t.IsClass && t.IsAssignableTo(typeof(IBaseRequest))),
            request => Assert.Contains(Server, t => t.IsAssignableTo(typeof(IValidator<>).MakeGenericType(request))));

    [Fact]
    public void Contracts_and_Merkle_stand_alone_because_others_read_and_run_them_without_the_server() =>
        Assert.All(
            new[] { typeof(NodeId).Assembly, typeof(CanonicalJson).Assembly },
            assembly => Assert.All(assembly.GetReferencedAssemblies(), reference => Assert.Matches("^(System.*|BouncyCastle.Cryptography)$", reference.Name)));

    [Fact]
    public void The_client_knows_contracts_but_not_the_server() =>
        Assert.DoesNotContain(typeof(Lineage.Client.LineageClient).Assembly.GetReferencedAssemblies(), reference => reference.Name == "Lineage.Server");

    [Fact]
    public void Handlers_and_endpoints_are_sealed_and_internal_because_nothing_outside_calls_them() =>
        Assert.All(
            Server.Where(t => t.IsClass && (t.IsAssignableTo(typeof(IEndpoint)) || t.Name.EndsWith("Handler", StringComparison.Ordinal))),
            type => Assert.True(type is { IsSealed: true, IsPublic: false }, type.FullName));

    [Fact]
    public void The_pure_core_touches_nothing_but_data() =>
        Assert.All(
            Server.Where(t => t.Namespace == "Lineage.Server.Features.Graph.Interpretation" || t.IsAssignableTo(typeof(IStoredEvent)))
                .SelectMany(t => t.GetFields(BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)),
            field => Assert.DoesNotMatch("^(Marten|Npgsql|Microsoft|System.Threading|System.Net)", field.FieldType.Namespace ?? ""));

    [Fact]
    public void A_handler_of_one_feature_never_takes_a_handler_of_another_because_features_meet_in_messages() =>
        Assert.All(
            Server.Where(t => t.IsClass && t.Name.EndsWith("Handler", StringComparison.Ordinal)).SelectMany(t => t.GetConstructors()).SelectMany(c => c.GetParameters()),
            parameter => Assert.False(parameter.ParameterType.Name.EndsWith("Handler", StringComparison.Ordinal), parameter.Member.DeclaringType?.FullName));

    [Fact]
    public void Every_read_model_makes_the_table_it_names() =>
        Assert.All(MartenSetup.ReadModels().Select(t => (IReadModel)Activator.CreateInstance(t)!), model => Assert.Contains($"create table if not exists lineage_read.{model.Table} ", model.Definition, StringComparison.Ordinal));
}
