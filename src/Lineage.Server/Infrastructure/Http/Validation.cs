using FluentValidation;
using MediatR;

namespace Lineage.Server.Infrastructure.Http;

/// <summary>The one gate before every handler, whichever door the request came through: judges shape and reports all faults at once.</summary>
internal sealed class Validation<TRequest, TResponse>(IEnumerable<IValidator<TRequest>> validators) : IPipelineBehavior<TRequest, TResponse>
    where TRequest : notnull
{
    /// <exception cref="ValidationException">At least one validator objects.</exception>
    public async Task<TResponse> Handle(TRequest request, RequestHandlerDelegate<TResponse> next, CancellationToken cancellationToken)
    {
        List<FluentValidation.Results.ValidationFailure> failures = [];
        foreach (var validator in validators)
            failures.AddRange((await validator.ValidateAsync(request, cancellationToken)).Errors);

        return failures.Count == 0 ? await next() : throw new ValidationException(failures);
    }
}
