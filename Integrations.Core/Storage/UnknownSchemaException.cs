namespace Integrations.Core.Storage;

/// <summary>The database has migrations that this program lacks: a newer one was here, and this one would not know what it reads and writes.</summary>
public sealed class UnknownSchemaException(IReadOnlyCollection<string> migrations) : Exception(
    $"The database was migrated by a newer version of this program, which knows {string.Join(", ", migrations)}. Start that version, or restore a backup from before (docs/operations.md).")
{
    /// <summary>Those that this program lacks.</summary>
    public IReadOnlyCollection<string> Migrations => migrations;
}
