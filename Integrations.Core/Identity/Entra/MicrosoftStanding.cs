namespace Integrations.Core.Identity.Entra;

/// <summary>The Microsoft account that the caller signs in with.</summary>
/// <param name="Name">Null where none is linked.</param>
public sealed record MicrosoftStanding(string? Name);
