namespace Integrations.Connectors.Declarative;

/// <summary>Where a provider file's facts come from.</summary>
/// <param name="Page">The vendor's own page or repository.</param>
/// <param name="Read">The day it was read, <c>yyyy-MM-dd</c>.</param>
/// <param name="For">What it says.</param>
public sealed record ProviderSource(string Page, string Read, string For);
