using FluentValidation;
using Lineage.Server.Features.Tenants;
using Lineage.Server.Infrastructure.Http;
using Lineage.Server.Infrastructure.Identity;
using Lineage.Server.Infrastructure.Record;
using Lineage.Server.Infrastructure.Store;
using MediatR;

namespace Lineage.Server.Features.Organisation;

/// <summary>Say who answers for the processing.</summary>
internal sealed record DescribeOrganisation(PartyDescription? Controller, PartyDescription? Representative, PartyDescription? DataProtectionOfficer, string? Confidentiality) : IRequest<OrganisationDescribed>, IWritesRecord;

internal sealed class DescribeOrganisationValidator : AbstractValidator<DescribeOrganisation>
{
    public DescribeOrganisationValidator()
    {
        RuleFor(c => c.Controller).NotNull();
        RuleFor(c => c.Controller!).SetValidator(new PartyValidator()).When(c => c.Controller is not null);
        RuleFor(c => c.Representative!).SetValidator(new PartyValidator()).When(c => c.Representative is not null);
        RuleFor(c => c.DataProtectionOfficer!).SetValidator(new PartyValidator()).When(c => c.DataProtectionOfficer is not null);
        RuleFor(c => c.Confidentiality).MaximumLength(100);
    }

    private sealed class PartyValidator : AbstractValidator<PartyDescription>
    {
        public PartyValidator()
        {
            RuleFor(p => p.Name).NotEmpty().MaximumLength(200);
            RuleFor(p => p.Address).NotEmpty().MaximumLength(500);
            RuleFor(p => p.Contact).NotEmpty().MaximumLength(200);
        }
    }
}

internal sealed class DescribeOrganisationHandler(Caller caller, OrganisationReader organisation, DecisionWriter decisions) : IRequestHandler<DescribeOrganisation, OrganisationDescribed>
{
    public async Task<OrganisationDescribed> Handle(DescribeOrganisation request, CancellationToken cancellationToken)
    {
        var described = new OrganisationDescribed(
            request.Controller!, request.Representative, request.DataProtectionOfficer, request.Confidentiality is { Length: > 0 } given ? given : "Confidential");
        if (await organisation.Find(caller.Tenant, cancellationToken) != described)
            await decisions.Append(caller, NaturalKey.Organisation(caller.Tenant), described, cancellationToken);
        return described;
    }
}

internal sealed class OrganisationEndpoints : IEndpoint
{
    public static void Map(IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/organisation").WithTags("Settings");
        group.MapGet("", Get).RequireAuthorization(p => p.RequireRole(Roles.Reader, Roles.Officer, Roles.Dpo, Roles.Auditor, Roles.Admin)).WithSummary("Who answers for the processing");
        group.MapPut("", Put).RequireAuthorization(p => p.RequireRole(Roles.Officer, Roles.Dpo, Roles.Admin)).WithSummary("Say who answers for the processing; kept as an event");
    }

    private static async Task<IResult> Get(Caller caller, OrganisationReader organisation, CancellationToken cancellationToken) =>
        await organisation.Find(caller.Tenant, cancellationToken) is { } described
            ? TypedResults.Ok(described)
            : throw new MalformedInputException(404, "organisation-not-described", "Nobody has said yet who answers for the processing: PUT /api/v1/organisation.");

    private static async Task<IResult> Put(DescribeOrganisation command, ISender sender, CancellationToken cancellationToken) =>
        TypedResults.Ok(await sender.Send(command, cancellationToken));
}
