namespace Integrations.Web.Hosting.Commands;

/// <summary>How far the start must have come before a command can work.</summary>
internal enum CommandStage
{
    /// <summary>Settings are read, and may be wrong.</summary>
    Settings,

    /// <summary>Services are there; the database was not touched: it may be down, empty, or about to be replaced.</summary>
    Services,

    /// <summary>The database is up to date and its catalog is seeded, as for serving.</summary>
    Database,
}
