namespace Integrations.Core.Catalog.Files;

/// <summary>A provider file that cannot be used as it is.</summary>
/// <param name="Name">Of the file in the operator's folder, or the provider's key.</param>
/// <param name="Reason">What is wrong, with line and column where it has one.</param>
public sealed record UnusableProviderFile(string Name, string Reason);
