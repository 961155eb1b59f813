using FluentValidation;
using Lineage.Server;
using Lineage.Server.Infrastructure.Http;
using Lineage.Server.Infrastructure.Identity;
using Lineage.Server.Infrastructure.Telemetry;
using MediatR;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Lineage.Tests.Identity;

public class PipelineTests
{
    [Fact]
    public async Task Every_validator_is_heard_before_a_command_is_refused()
    {
        var gate = new Validation<Rename, Unit>([Rule(c => c.Name.Length > 3, "too short"), Rule(c => c.Name != "x", "taken")]);

        var refusal = await Assert.ThrowsAsync<ValidationException>(() => gate.Handle(new("x"), () => throw new InvalidOperationException(), default));

        Assert.Equal(["too short", "taken"], refusal.Errors.Select(e => e.ErrorMessage));
    }

    [Fact]
    public async Task A_valid_command_passes() =>
        Assert.Equal(Unit.Value, await new Validation<Rename, Unit>([Rule(c => c.Name.Length > 3, "too short")]).Handle(new("long"), () => Unit.Task, default));

    [Fact]
    public async Task The_log_tells_name_tenant_time_and_outcome_but_no_content()
    {
        Lines lines = new();
        FakeTimeProvider clock = new();
        CallerAccessor caller = new(new HttpContextAccessor());
        caller.ActAs(new("ann@example.org", "acme", new HashSet<string>()));
        var logging = new Logging<Rename, Unit>(lines, caller, clock);

        await Assert.ThrowsAsync<RuleViolationException>(() => logging.Handle(
            new("secret"),
            () =>
            {
                clock.Advance(TimeSpan.FromMilliseconds(12));
                throw new RuleViolationException("name-taken", "secret is taken");
            },
            default));

        Assert.Equal(["Rename of tenant acme: refused after 12.0 ms"], lines.Written);
    }

    private static InlineValidator<Rename> Rule(Func<Rename, bool> holds, string message) => new() { v => v.RuleFor(c => c).Must(holds).WithMessage(message) };

    public sealed record Rename(string Name) : IRequest<Unit>;

    private sealed class Lines : ILogger<Logging<Rename, Unit>>
    {
        public List<string> Written { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Written.Add(formatter(state, exception));
    }
}
