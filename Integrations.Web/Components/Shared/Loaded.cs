using Integrations.Primitives;

namespace Integrations.Web.Components.Shared;

/// <summary>What a load came to, as a page keeps it: a value or the words of a failure.</summary>
public sealed class Loaded<T>(Result<T> result)
    where T : class
{
    public T? Value => result.IsSuccess ? result.Value : null;

    public string? Failure => result.Failure?.Message;

    public bool IsNotFound => result.Failure?.Kind == FailureKind.NotFound;
}
