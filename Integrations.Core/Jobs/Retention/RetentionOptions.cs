using System.ComponentModel.DataAnnotations;

namespace Integrations.Core.Jobs.Retention;

/// <summary>How many days things are kept. Section <c>Retention</c>; a wrong value stops the start.</summary>
public sealed class RetentionOptions
{
    /// <summary>Where the settings stand: <c>Retention:{name}</c>, numbers of whole days.</summary>
    public const string Section = "Retention";

    private const int Century = 36_500;

    /// <summary>What was done through integrations.</summary>
    [Range(1, Century)]
    public int ActivityDays { get; set; } = 400;

    /// <summary>Hourly sums of calls, which charts and totals are made of.</summary>
    [Range(31, Century)]
    public int UsageDays { get; set; } = 1_100;

    /// <summary>Deliveries to webhooks, with their attempts; those that a paused webhook did not get in this time are not sent any more.</summary>
    [Range(7, Century)]
    public int DeliveryDays { get; set; } = 90;

    /// <summary>Events that were raised; one that a delivery still needs stays as long as that.</summary>
    [Range(1, Century)]
    public int OutboxDays { get; set; } = 30;

    /// <summary>Events of vendors. One that comes again within this time has no second effect (SECURITY W11).</summary>
    [Range(7, Century)]
    public int InboundEventDays { get; set; } = 30;

    /// <summary>Requests of vendors as they came, in the inbox of an integration; at most 100 that were genuine and 30 that were not stay of each.</summary>
    [Range(1, 30)]
    public int InboundRequestDays { get; set; } = 7;

    /// <summary>Sign-ins at vendors that ended or were abandoned.</summary>
    [Range(1, 365)]
    public int FlowDays { get; set; } = 1;

    /// <summary>Removed integrations with their links.</summary>
    [Range(1, Century)]
    public int RemovedIntegrationDays { get; set; } = 30;

    /// <summary>Connections that were ended; their credentials went at once.</summary>
    [Range(1, Century)]
    public int DisconnectedConnectionDays { get; set; } = 90;

    /// <summary>Records of credentials that were revoked at their vendors, or could not be.</summary>
    [Range(1, Century)]
    public int RevocationDays { get; set; } = 90;

    /// <summary>Finished bulk actions.</summary>
    [Range(1, Century)]
    public int BatchDays { get; set; } = 30;

    /// <summary>Records of mail, sent and given up; what it said went when it ended.</summary>
    [Range(1, Century)]
    public int MailDays { get; set; } = 30;

    /// <summary>Notices in the app.</summary>
    [Range(1, Century)]
    public int NoticeDays { get; set; } = 90;

    /// <summary>Links to connect, used or not.</summary>
    [Range(1, Century)]
    public int ConnectLinkDays { get; set; } = 90;

    /// <summary>Audit entries; the default is seven years.</summary>
    [Range(365, Century)]
    public int AuditDays { get; set; } = 2_557;
}
