using Integrations.Core.Permissions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Integrations.Core.Activity;

public enum ActivityStatus
{
    Success,
    Failed,
    Running,
}

/// <summary>Kinds of things done through an integration.</summary>
public static class ActivityTypes
{
    public const string Sync = "sync";
    public const string Test = "test";
    public const string Connect = "connect";
    public const string Disconnect = "disconnect";
    public const string Search = "search";
    public const string Read = "read";
    public const string Action = "action";
    public const string Refresh = "refresh";
    public const string Inbound = "inbound";
    public const string Channel = "channel";
    public const string Proxy = "proxy";

    public static IReadOnlyList<string> All { get; } = [Sync, Test, Connect, Disconnect, Search, Read, Action, Refresh, Inbound, Channel, Proxy];
}

/// <summary>One row per thing done through an integration.</summary>
public sealed class ActivityEntry
{
    public Guid Id { get; init; }

    public Guid OrganizationId { get; init; }

    public Guid InstanceId { get; init; }

    /// <summary>Who caused it; null for the hub itself.</summary>
    public Guid? UserId { get; init; }

    /// <summary>The program that called for them, by its name; null for pages and the hub itself.</summary>
    public string? Client { get; init; }

    /// <summary>The rows of a user-scoped connection are shown to their user only; administrators see that they exist.</summary>
    public bool IsPrivate { get; init; }

    /// <summary>One of <see cref="ActivityTypes"/>.</summary>
    public required string Type { get; init; }

    /// <summary>The action's name where <see cref="Type"/> is <c>action</c>, else null.</summary>
    public string? Action { get; init; }

    public ActivityStatus Status { get; init; }

    /// <summary>What happened, for people.</summary>
    public string? Message { get; init; }

    public string? ErrorCode { get; init; }

    /// <summary>Redacted JSON.</summary>
    public string? Input { get; init; }

    /// <summary>Redacted JSON.</summary>
    public string? Output { get; init; }

    public int DurationMs { get; init; }

    public DateTimeOffset OccurredAt { get; init; }

    public string? RequestId { get; init; }
}

/// <summary>Calls of one integration in one hour: charts and usage figures read these, not a million rows.</summary>
public sealed class UsageHour
{
    public Guid InstanceId { get; init; }

    public Guid OrganizationId { get; init; }

    /// <summary>The hour's first moment, UTC.</summary>
    public DateTimeOffset Hour { get; init; }

    public int Succeeded { get; set; }

    public int Failed { get; set; }

    public long DurationMs { get; set; }

    /// <summary>Those of the calls that were actions (003's usage statistics count these).</summary>
    public int ActionsSucceeded { get; set; }

    public int ActionsFailed { get; set; }
}

internal sealed class ActivityMapping : IEntityTypeConfiguration<ActivityEntry>
{
    public void Configure(EntityTypeBuilder<ActivityEntry> activity)
    {
        activity.ToTable("Activities");
        activity.Property(a => a.Id).ValueGeneratedNever();
        activity.Property(a => a.Type).HasMaxLength(20);
        activity.Property(a => a.Action).HasMaxLength(120);
        activity.Property(a => a.Status).HasConversion<string>().HasMaxLength(20);
        activity.Property(a => a.Message).HasMaxLength(1_000);
        activity.Property(a => a.ErrorCode).HasMaxLength(80);
        activity.Property(a => a.RequestId).HasMaxLength(80);
        activity.Property(a => a.Client).HasMaxLength(CallerClient.NameMaxLength);
        // Both orders that pages read: by organization and by integration, newest first, with a total order.
        activity.HasIndex(a => new { a.OrganizationId, a.OccurredAt, a.Id });
        activity.HasIndex(a => new { a.InstanceId, a.OccurredAt, a.Id });
    }
}

internal sealed class UsageHourMapping : IEntityTypeConfiguration<UsageHour>
{
    public void Configure(EntityTypeBuilder<UsageHour> usage)
    {
        usage.ToTable("UsageHours");
        usage.HasKey(u => new { u.InstanceId, u.Hour });
        usage.HasIndex(u => new { u.OrganizationId, u.Hour });
        // Retention removes by age, of all integrations at once.
        usage.HasIndex(u => u.Hour);
    }
}
