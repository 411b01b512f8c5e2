namespace Integrations.Core.Identity.Tokens;

/// <summary>Who made a token.</summary>
/// <param name="HasLeft">
/// Disabled, or no longer of the organization. An organization's key goes on all the same: it is the organization's, and what runs
/// with it must not stop with a person. It is listed to administrators, who revoke what no one needs.
/// </param>
public sealed record TokenMaker(string Name, bool HasLeft);
