namespace Integrations.Core.Setup;

/// <summary>What makes an installation complete.</summary>
/// <param name="Callback">Where vendors send people back to; null while the hub's own address is not known.</param>
public sealed record Checklist(IReadOnlyList<ChecklistLine> Lines, IReadOnlyList<ChecklistProvider> Providers, string? Callback);
