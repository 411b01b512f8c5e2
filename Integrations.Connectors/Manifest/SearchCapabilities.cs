namespace Integrations.Connectors.Manifest;

public sealed record SearchCapabilities(bool FullText, bool FieldSpecific, bool Filtered);
