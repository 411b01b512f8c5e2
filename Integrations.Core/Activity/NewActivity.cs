using Integrations.Core.Events;

namespace Integrations.Core.Activity;

/// <summary>A row of activity that is to be stored.</summary>
/// <param name="Entry">Its id is new, and no one else's.</param>
/// <param name="Events">What is told to others of it; stored with it or not at all.</param>
internal sealed record NewActivity(ActivityEntry Entry, IReadOnlyList<OutboxEvent> Events)
{
    /// <summary>A connection that broke at the commit leaves open whether it is stored: it is looked up before it is written again.</summary>
    public bool WasTried { get; set; }
}
