using Integrations.Core.Storage.Backup;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Integrations.Core.Storage;

/// <summary>
/// Everything in which one kind of database differs from another, so that no feature asks which one it is on (docs/architecture.md).
/// It has no state of its own; what has one is made by it. One assembly a kind implements it.
/// </summary>
public interface IDatabaseDialect
{
    /// <summary>As <c>Database:Provider</c> names it.</summary>
    DatabaseProvider Provider { get; }

    /// <summary>As OpenTelemetry names it (<c>db.system.name</c>).</summary>
    string SystemName { get; }

    /// <summary>Writers take turns, so that a write transaction has the whole database and rows need no locks.</summary>
    bool HasOneWriter { get; }

    /// <summary>A server that several nodes may use and that may fail to answer; false for a file of this machine.</summary>
    bool IsShared { get; }

    /// <summary>What <c>ConnectionStrings:Integrations</c> may say.</summary>
    IDatabaseAddress Address { get; }

    /// <summary>What the driver's exceptions mean.</summary>
    IDatabaseErrors Errors { get; }

    /// <summary>What SQL says differently.</summary>
    IDatabaseStatements Statements { get; }

    /// <summary>Start, checks and settings of the database itself.</summary>
    IDatabaseUpkeep Upkeep { get; }

    /// <summary>Messages between nodes through the database; null where it carries none.</summary>
    IDatabaseNotifications? Notifications { get; }

    /// <summary>Tells this process from others that have the database open; null where no process can know of another's end.</summary>
    IDatabasePresence? CreatePresence(TimeProvider clock);

    /// <summary>Copies the database out and in.</summary>
    IDatabaseCopy CreateCopy(IDbContextFactory<IntegrationsDbContext> contexts);

    /// <summary>Adds the factory of contexts, and what has to run beside them.</summary>
    void AddContexts(IServiceCollection services, string connectionString, TimeSpan commandTimeout);
}
