using FluentValidation;
using Lineage.Server.Features.Reports.Packing;
using Lineage.Server.Features.Tenants;
using Lineage.Server.Infrastructure.Identity;
using MediatR;

namespace Lineage.Server.Features.Reports;

/// <summary>Pack a report with its evidence for somebody who does not trust us. That it was packed is an event.</summary>
/// <param name="Openings">cores or payloads.</param>
internal sealed record PackReport(Guid Id, string Openings) : IRequest<byte[]>, IWritesRecord;

internal sealed class PackReportValidator : AbstractValidator<PackReport>
{
    public PackReportValidator() => RuleFor(c => c.Openings).Must(o => o is PackOpenings.Cores or PackOpenings.Payloads).WithMessage("openings is cores or payloads.");
}

internal sealed class PackReportHandler(Caller caller, PackMaker packs) : IRequestHandler<PackReport, byte[]>
{
    public Task<byte[]> Handle(PackReport request, CancellationToken cancellationToken) =>
        request.Openings == PackOpenings.Payloads && !caller.Roles.Any(Policies.RolesOf[Policies.StoredEvents].Contains)
            ? throw new MalformedInputException(403, "payloads-not-allowed", "Only those who may read stored events may have payloads opened.", "/openings")
            : packs.Make(caller, request.Id, request.Openings, cancellationToken);
}
