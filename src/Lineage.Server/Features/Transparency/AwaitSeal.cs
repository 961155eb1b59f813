using FluentValidation;
using Lineage.Server.Features.Transparency.Reading;
using Lineage.Server.Infrastructure.Identity;
using MediatR;

namespace Lineage.Server.Features.Transparency;

/// <summary>Wait until a checkpoint covers an event; false when none did within ten seconds.</summary>
internal sealed record AwaitSeal(Guid EventId) : IRequest<bool>;

internal sealed class AwaitSealValidator : AbstractValidator<AwaitSeal>
{
    public AwaitSealValidator() => RuleFor(q => q.EventId).NotEmpty();
}

internal sealed class AwaitSealHandler(Caller caller, LogReader log) : IRequestHandler<AwaitSeal, bool>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public Task<bool> Handle(AwaitSeal request, CancellationToken cancellationToken) => log.WaitSealed(caller.Tenant, request.EventId, Patience, cancellationToken);
}
