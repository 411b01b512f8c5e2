namespace Integrations.Core.Linking;

/// <summary>A person in a list.</summary>
/// <param name="Links">Linked accounts and issues that the caller may see.</param>
public sealed record PersonRow(Guid Id, string Name, string? Email, string? JobTitle, int Links);
