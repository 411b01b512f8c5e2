using Integrations.Primitives;

namespace Integrations.Core.Storage.Backup;

/// <summary>Copies one kind of database out and in.</summary>
public interface IDatabaseCopy
{
    /// <summary>The copy's name in an archive.</summary>
    string FileName { get; }

    /// <summary>Copies the database as it is at one moment, while it is written to.</summary>
    Task<Result<CopiedDatabase>> SaveAsync(string path, CancellationToken cancellationToken);

    /// <summary>Why what is in the archive cannot be put in; null when it can. Changes nothing.</summary>
    Task<Failure?> CheckAsync(string path, CancellationToken cancellationToken);

    /// <summary>Why the place is not free: a hub runs on it, or it holds data that <paramref name="replace"/> does not give up.</summary>
    Task<Failure?> RefuseAsync(bool replace, CancellationToken cancellationToken);

    /// <summary>Restores what is in the archive into a scratch file beside it, and counts the rows of each table there.</summary>
    Task<Result<IReadOnlyDictionary<string, long>>> RehearseAsync(string path, CancellationToken cancellationToken);

    /// <summary>Puts the copy in the database's place, all of it or nothing.</summary>
    Task<Result<CopiedDatabase>> LoadAsync(string path, CancellationToken cancellationToken);
}
