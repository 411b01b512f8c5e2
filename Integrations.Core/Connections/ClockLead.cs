namespace Integrations.Core.Connections;

/// <summary>How far the database's clock is ahead of this node's.</summary>
/// <param name="By">Negative where it is behind.</param>
/// <param name="Since">From when on this lead is reckoned with, by the node's clock.</param>
internal sealed record ClockLead(TimeSpan By, DateTimeOffset Since);
