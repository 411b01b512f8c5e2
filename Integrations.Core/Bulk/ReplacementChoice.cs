namespace Integrations.Core.Bulk;

/// <summary>An integration that another one's things can be moved to.</summary>
/// <param name="IsConnected">Whether it works at this moment.</param>
public sealed record ReplacementChoice(Guid Id, string Name, bool IsConnected);
