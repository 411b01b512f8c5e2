namespace Integrations.Sandbox.OAuth;

/// <summary>How often a person has allowed a client.</summary>
internal sealed record SavedCount(string Email, string ClientId, int Times);
