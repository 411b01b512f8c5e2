namespace Integrations.Web.Hosting.Settings;

/// <summary>A key that looks like the hub's and that nothing reads.</summary>
/// <param name="Key">As it was given.</param>
/// <param name="From">Where it came from.</param>
/// <param name="Meant">The nearest key that is read; null when none is near.</param>
internal sealed record UnknownSetting(string Key, string From, string? Meant)
{
    public override string ToString() => $"{Key} ({From}) is no setting of the hub and has no effect.{(Meant is null ? "" : $" Did you mean {Meant}?")}";
}
