using Integrations.Core.Storage;

namespace Integrations.Core.Jobs.Retention;

/// <summary>One kind of thing that goes at an age; registered by the feature that it belongs to.</summary>
/// <param name="what">In the plural, for operators.</param>
/// <param name="key">The setting under <c>Retention</c>.</param>
/// <param name="days">The setting's value.</param>
public abstract class RetentionRule(string what, string key, Func<RetentionOptions, int> days)
{
    /// <summary>In the plural, for operators.</summary>
    public string What => what;

    /// <summary>The setting under <c>Retention</c>.</summary>
    public string Key => key;

    /// <summary>After how many days its things go, by these settings.</summary>
    /// <param name="options">Validated at start.</param>
    public int Days(RetentionOptions options) => days(options);

    /// <summary>Deletes a batch, small enough that writers do not wait for it.</summary>
    /// <returns>How many were deleted; 0 when none is left.</returns>
    internal abstract Task<int> DeleteAsync(IntegrationsDbContext db, DateTimeOffset before, CancellationToken cancellationToken);

    /// <summary>Whether something older is there.</summary>
    internal abstract Task<bool> AnyAsync(IntegrationsDbContext db, DateTimeOffset before, CancellationToken cancellationToken);
}
