using System.Diagnostics.CodeAnalysis;

namespace Integrations.Primitives;

/// <summary>Either a value or an expected <see cref="Primitives.Failure"/>. Exceptions are for bugs.</summary>
public readonly struct Result<T>
{
    private readonly T? _value;

    private Result(T? value, Failure? failure) => (_value, Failure) = (value, failure);

    public Failure? Failure { get; }

    [MemberNotNullWhen(false, nameof(Failure))]
    public bool IsSuccess => Failure is null;

    /// <summary>The value; reading it on a failure is a bug and throws.</summary>
    public T Value => Failure is null ? _value! : throw new InvalidOperationException($"No value: {Failure.Code}.");

    public static implicit operator Result<T>(T value) => new(value, null);

    public static implicit operator Result<T>(Failure failure) => new(default, failure);

    public static Result<T> Success(T value) => new(value, null);

    /// <summary>For interfaces and tuples, which cannot convert implicitly.</summary>
    public static Result<T> Fail(Failure failure) => new(default, failure);

    public TResult Match<TResult>(Func<T, TResult> success, Func<Failure, TResult> failure) =>
        Failure is null ? success(_value!) : failure(Failure);

    public Result<TResult> Map<TResult>(Func<T, TResult> map) =>
        Failure is null ? Result<TResult>.Success(map(_value!)) : Result<TResult>.Fail(Failure);

    public bool TryGet([MaybeNullWhen(false)] out T value, [NotNullWhen(false)] out Failure? failure)
    {
        (value, failure) = (_value, Failure);
        return failure is null;
    }
}
