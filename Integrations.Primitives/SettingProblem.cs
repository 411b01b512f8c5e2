namespace Integrations.Primitives;

/// <summary>A setting that the hub cannot start with.</summary>
/// <param name="Key">Such as <c>Hub:PublicOrigin</c>.</param>
/// <param name="Message">What is wrong and what would be right, as a sentence; never a secret.</param>
public sealed record SettingProblem(string Key, string Message)
{
    public override string ToString() => $"{Key}: {Message}";
}
