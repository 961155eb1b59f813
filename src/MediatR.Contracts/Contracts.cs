namespace MediatR;

/// <summary>Anything that can be sent to exactly one handler.</summary>
public interface IBaseRequest;

/// <summary>A request without an answer.</summary>
public interface IRequest : IBaseRequest;

/// <summary>A request answered with a <typeparamref name="TResponse"/>.</summary>
public interface IRequest<out TResponse> : IBaseRequest;

/// <summary>A request answered with a stream of <typeparamref name="TResponse"/>.</summary>
public interface IStreamRequest<out TResponse>;

/// <summary>Something that happened and that any number of handlers may hear of.</summary>
public interface INotification;

/// <summary>The answer of a request that has none.</summary>
public readonly record struct Unit
{
    private static readonly Unit TheOne;

    /// <summary>The only value. By reference, because MediatR's compiled code asks for exactly this signature.</summary>
    public static ref readonly Unit Value => ref TheOne;

    /// <summary>The only value, as a finished task.</summary>
    public static Task<Unit> Task { get; } = System.Threading.Tasks.Task.FromResult(TheOne);
}
