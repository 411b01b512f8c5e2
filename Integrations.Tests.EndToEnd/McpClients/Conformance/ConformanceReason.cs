namespace Integrations.Tests.EndToEnd.McpClients.Conformance;

/// <summary>Why a scenario of the conformance suite says nothing about the hub.</summary>
/// <param name="Text">As docs/counterparts.md says it.</param>
/// <param name="NeedsSession">It runs where sessions are kept, and passes there.</param>
internal sealed record ConformanceReason(string Text, bool NeedsSession);
