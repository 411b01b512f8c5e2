namespace Integrations.Web.Hosting.Limits;

/// <param name="Class">What its requests count to.</param>
internal sealed record RateClassMetadata(RateClass Class)
{
    /// <summary>Counted before the caller is known.</summary>
    public bool IsFirst { get; init; }
}
