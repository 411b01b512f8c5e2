using Integrations.Connectors;
using Integrations.Connectors.Declarative;
using Integrations.Core.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Integrations.Core.Catalog.Files;

/// <summary>
/// Keeps the connectors of this process equal to the provider files in force: those that super administrators added, on every node, and those of the
/// operator's folder. What is connected by one that is gone stays, and says that it has no connector.
/// </summary>
public sealed partial class ProviderFileLoader : IDisposable
{
    private readonly IDbContextFactory<IntegrationsDbContext> _contexts;
    private readonly ConnectorCatalog _connectors;
    private readonly ProviderSeed _seed;
    private readonly ProviderFolder _folder;
    private readonly ILogger<ProviderFileLoader> _logger;
    private readonly SemaphoreSlim _turn = new(1, 1);
    private Dictionary<string, (ProviderFile File, string Name)> _fromFolder = new(StringComparer.Ordinal);
    private string? _seen;

    internal ProviderFileLoader(
        IDbContextFactory<IntegrationsDbContext> contexts, ConnectorCatalog connectors, ProviderSeed seed, ProviderFolder folder, ILogger<ProviderFileLoader> logger) =>
        (_contexts, _connectors, _seed, _folder, _logger) = (contexts, connectors, seed, folder, logger);

    /// <summary>Files that could not be used when they were read last.</summary>
    public IReadOnlyList<UnusableProviderFile> Unusable { get; private set; } = [];

    /// <summary>The name of the operator's file that a provider comes from; null where it comes from elsewhere.</summary>
    public string? FolderFileOf(string key) => Volatile.Read(ref _fromFolder).TryGetValue(key, out var from) ? from.Name : null;

    /// <summary>Reads what is in force, if that has changed since the last time.</summary>
    /// <returns>Whether it had.</returns>
    public async Task<bool> RunAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            await using var db = await _contexts.CreateDbContextAsync(cancellationToken);
            var inForce = db.ProviderFiles.AsNoTracking().Where(f => f.IsInForce).OrderBy(f => f.Key).ThenByDescending(f => f.Number);
            var seen = $"{string.Join(',', await inForce.Select(f => f.Id).ToListAsync(cancellationToken))} {_folder.State()}";
            if (seen == _seen)
            {
                return false;
            }

            Take(await inForce.ToListAsync(cancellationToken));
            await _seed.RunAsync(cancellationToken);
            _seen = seen;
            return true;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>After a change that is committed: what goes wrong here is logged, and done by the next round.</summary>
    internal async Task TryRunAsync(CancellationToken cancellationToken)
    {
        try
        {
            await RunAsync(cancellationToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            LogLater(_logger, exception);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();

    /// <summary>Whether a provider's file is the operator's, which no page changes.</summary>
    internal bool IsFromFolder(string key) => FolderFileOf(key) is not null;

    private void Take(IReadOnlyList<StoredProviderFile> stored)
    {
        var unusable = new List<UnusableProviderFile>();
        var taken = new Dictionary<string, ProviderFile>(StringComparer.Ordinal);
        var fromFolder = new Dictionary<string, (ProviderFile File, string Name)>(StringComparer.Ordinal);
        foreach (var (name, file) in _folder.Read(unusable))
        {
            if (Add(file, file.Manifest.Key, "another file of the folder has the same key"))
            {
                fromFolder.Add(file.Manifest.Key, (file, name));
            }
        }

        var before = Volatile.Read(ref _fromFolder);
        Volatile.Write(ref _fromFolder, fromFolder);
        foreach (var row in stored)
        {
            if (row.Read(out var problems) is { } file)
            {
                Add(file, row.Key, "a file of the operator's folder has the same key");
            }
            else
            {
                unusable.Add(new UnusableProviderFile(row.Key, string.Join("; ", problems.Take(3))));
            }
        }

        _connectors.Take(taken.Values);
        foreach (var (key, from) in fromFolder.Where(one => !before.TryGetValue(one.Key, out var former) || !ReferenceEquals(former.File, one.Value.File)))
        {
            LogTaken(_logger, from.Name, from.File.Manifest.DisplayName, key);
        }

        foreach (var (key, from) in before.Where(one => !fromFolder.ContainsKey(one.Key)))
        {
            LogGone(_logger, from.Name, key);
        }

        foreach (var file in unusable.Except(Unusable))
        {
            LogUnusable(_logger, file.Name, file.Reason);
        }

        Unusable = unusable;
        return;

        bool Add(ProviderFile file, string name, string otherwise)
        {
            if (_connectors.IsBuiltIn(file.Manifest.Key))
            {
                unusable.Add(new UnusableProviderFile(name, $"The hub has a provider '{file.Manifest.Key}' of its own."));
                return false;
            }

            if (!taken.TryAdd(file.Manifest.Key, file))
            {
                unusable.Add(new UnusableProviderFile(name, $"It is not used: {otherwise}."));
                return false;
            }

            return true;
        }
    }

    [LoggerMessage(3813, LogLevel.Information, "The provider file {Name} is in force: {Provider} ({Key})")]
    private static partial void LogTaken(ILogger logger, string name, string provider, string key);

    [LoggerMessage(3814, LogLevel.Information, "The provider file {Name} is no longer in force ({Key})")]
    private static partial void LogGone(ILogger logger, string name, string key);

    [LoggerMessage(3812, LogLevel.Warning, "A provider file is in force and could not be read at once; the next round does")]
    private static partial void LogLater(ILogger logger, Exception exception);

    [LoggerMessage(3811, LogLevel.Warning, "The provider file {Name} cannot be used: {Reason}")]
    private static partial void LogUnusable(ILogger logger, string name, string reason);
}
