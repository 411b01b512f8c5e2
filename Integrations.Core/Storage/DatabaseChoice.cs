using Integrations.Primitives;
using Microsoft.Extensions.Configuration;

namespace Integrations.Core.Storage;

/// <summary>Which database the settings name, and where it is. Read before there are services, and again by them.</summary>
public sealed class DatabaseChoice
{
    /// <summary>The setting that has the connection string: <c>ConnectionStrings:Integrations</c>.</summary>
    public const string Key = $"ConnectionStrings:{DatabaseOptions.ConnectionStringName}";

    /// <summary>The database's file where no connection string is given; relative paths are under the content root.</summary>
    public const string DefaultFile = "App_Data/integrations.db";

    private readonly string? _named;
    private readonly string? _given;
    private readonly string _contentRoot;

    /// <param name="configuration">Reads <c>Database:Provider</c> and <c>ConnectionStrings:Integrations</c>.</param>
    /// <param name="contentRoot">Relative paths start here.</param>
    /// <param name="dialects">The kinds of database that this program knows.</param>
    public DatabaseChoice(IConfiguration configuration, string contentRoot, IReadOnlyList<IDatabaseDialect> dialects)
    {
        _contentRoot = contentRoot;
        _given = configuration.GetConnectionString(DatabaseOptions.ConnectionStringName);
        _named = configuration[$"{DatabaseOptions.Section}:{nameof(DatabaseOptions.Provider)}"];
        Options = configuration.ReadOrDefault<DatabaseOptions>(DatabaseOptions.Section);
        Dialect = dialects.FirstOrDefault(dialect => dialect.Provider == Options.Provider)
            ?? throw new InvalidOperationException($"This program was built without the database {Options.Provider}.");
    }

    /// <summary>As the settings have them; defaults where they cannot be read.</summary>
    public DatabaseOptions Options { get; }

    /// <summary>Of the kind that <see cref="DatabaseOptions.Provider"/> names.</summary>
    public IDatabaseDialect Dialect { get; }

    /// <summary>What is wrong with the address; null when it can be used, or when the provider itself cannot be read.</summary>
    public SettingProblem? Refuse()
    {
        var isReadable = string.IsNullOrWhiteSpace(_named) || _named.Equals($"{Dialect.Provider}", StringComparison.OrdinalIgnoreCase);
        return isReadable && Dialect.Address.Refuse(_given, _contentRoot) is { } wrong ? new SettingProblem(Key, wrong) : null;
    }

    /// <summary>The connection string as the driver gets it. A wrong one is refused together with all other wrong settings, before it is used.</summary>
    public string ConnectionString() => Dialect.Address.Complete(IsUsable() ? _given : null, _contentRoot);

    /// <summary>Where the database file is; where it would be, for a database that is no file.</summary>
    public string Folder()
    {
        var file = IsUsable() ? Dialect.Address.FileOf(_given) : null;
        return Path.GetDirectoryName(Path.GetFullPath(file ?? DefaultFile, _contentRoot))!;
    }

    private bool IsUsable() => !string.IsNullOrWhiteSpace(_given) && Refuse() is null;
}
