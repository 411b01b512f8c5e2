namespace Integrations.Core.Storage.Backup;

/// <summary>What an archive says of itself; the first thing a restore reads.</summary>
public sealed record BackupManifest
{
    /// <summary>Its name inside the archive.</summary>
    public const string FileName = "manifest.json";

    /// <summary>Of archives that this program writes; a restore refuses one with another number.</summary>
    public const int CurrentFormat = 1;

    /// <summary>Which rules the archive follows, counted from 1.</summary>
    public int Format { get; init; } = CurrentFormat;

    /// <summary>When the copy began, in UTC.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The program's version that wrote it.</summary>
    public required string ProgramVersion { get; init; }

    /// <summary>A name of <see cref="DatabaseProvider"/>: a copy goes back into the database it came from.</summary>
    public required string Provider { get; init; }

    /// <summary>Applied when the copy was made; a program that does not know all of them is too old for it.</summary>
    public required IReadOnlyList<string> Migrations { get; init; }

    /// <summary>Which master keys the key ring inside is encrypted with: fingerprints, nothing secret.</summary>
    public required IReadOnlyList<string> MasterKeys { get; init; }

    /// <summary>Rows of each table, as in the copy.</summary>
    public required IReadOnlyDictionary<string, long> Rows { get; init; }

    /// <summary>Everything else in the archive.</summary>
    public required IReadOnlyList<BackupFile> Files { get; init; }
}
