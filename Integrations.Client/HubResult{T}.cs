using System.Diagnostics.CodeAnalysis;

namespace Integrations.Client;

/// <summary>What a call gave, or an error that is a value.</summary>
public sealed class HubResult<T> : HubResult
{
    private readonly T? _value;

    internal HubResult(T value)
        : base(null) => _value = value;

    internal HubResult(HubError error)
        : base(error)
    {
    }

    /// <exception cref="HubException">The call failed.</exception>
    public T Value => Error is { } error ? throw new HubException(error) : _value!;

    /// <summary>Either of both, without an exception.</summary>
    public bool TryGet([MaybeNullWhen(false)] out T value, [NotNullWhen(false)] out HubError? error)
    {
        (value, error) = (_value, Error);
        return error is null;
    }

    public TResult Match<TResult>(Func<T, TResult> success, Func<HubError, TResult> failure) => Error is { } error ? failure(error) : success(_value!);
}
