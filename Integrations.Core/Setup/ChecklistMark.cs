namespace Integrations.Core.Setup;

/// <summary>
/// What is remembered of one line of the checklist: a person's tick, or something that happened, such as a backup or a vendor's
/// answer to a trial.
/// </summary>
public sealed class ChecklistMark
{
    /// <summary>In characters.</summary>
    public const int KeyMaxLength = 120;

    /// <summary>In characters.</summary>
    public const int DetailMaxLength = 600;

    /// <summary>A key of <see cref="ChecklistKeys"/>.</summary>
    public required string Key { get; init; }

    /// <summary>Whether it went well.</summary>
    public bool IsGood { get; set; }

    /// <summary>What was found, without secrets; null where the mark itself says all.</summary>
    public string? Detail { get; set; }

    /// <summary>SHA-256 of what a trial under way waits for, hex; null when none is.</summary>
    public string? WaitsFor { get; set; }

    /// <summary>When the mark was made, in UTC.</summary>
    public DateTimeOffset At { get; set; }

    /// <summary>Null where no person did it.</summary>
    public Guid? ByUserId { get; set; }

    /// <summary>Who made it, as they were called then; at most 320 characters.</summary>
    public required string ByName { get; set; }
}
