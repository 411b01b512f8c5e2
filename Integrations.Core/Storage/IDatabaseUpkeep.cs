namespace Integrations.Core.Storage;

/// <summary>What the start and the checks of one kind of database need.</summary>
public interface IDatabaseUpkeep
{
    /// <summary>A statement whose results name the settings that decide what a crash forgets, and their values.</summary>
    string DurabilityQuery { get; }

    /// <summary>Why the database might forget what it has acknowledged, and what to do; null when it does not.</summary>
    /// <param name="connectionString">A file is looked at differently from what lives in memory.</param>
    /// <param name="found">What <see cref="DurabilityQuery"/> gave.</param>
    string? WeaknessOf(string? connectionString, IReadOnlyDictionary<string, string> found);

    /// <summary>Runs while no other process migrates the same database.</summary>
    Task MigrateAloneAsync(IntegrationsDbContext db, TimeProvider clock, Func<CancellationToken, Task> migrate, CancellationToken cancellationToken);

    /// <summary>Sets what the hub wants of the database for its own connections and an operator has not set; at each start, because a copy that is restored elsewhere lacks it.</summary>
    Task SettleAsync(IntegrationsDbContext db, CancellationToken cancellationToken);

    /// <summary>The smallest question, which is answered even while all connections of the program are in use.</summary>
    Task AskAsync(IntegrationsDbContext db, CancellationToken cancellationToken);

    /// <summary>What the doctor wants to know.</summary>
    Task<DatabaseFacts> ExamineAsync(IntegrationsDbContext db, CancellationToken cancellationToken);
}
