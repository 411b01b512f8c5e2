namespace Integrations.Sandbox.OAuth;

/// <summary>What one authorization server has to remember when its process ends. Codes live for minutes and are not kept.</summary>
internal sealed record SavedLedger(IReadOnlyList<SavedConsent> Consents, IReadOnlyList<SavedToken> Tokens, IReadOnlyList<SavedCount> Counts);
