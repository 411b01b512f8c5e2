namespace Integrations.Web.Components.Shared;

/// <summary>One choice of a <see cref="SelectField"/>.</summary>
/// <param name="Value">What the page gets; empty for no choice.</param>
/// <param name="Text">What people read.</param>
public sealed record SelectOption(string Value, string Text);
