using Integrations.Primitives;

namespace Integrations.Core.Setup;

/// <summary>One line of the checklist.</summary>
/// <param name="Key">One of <see cref="ChecklistKeys"/>.</param>
/// <param name="Found">What is, without secrets.</param>
/// <param name="ToDo">What to do; null where nothing is to be done.</param>
/// <param name="Done">Null where it was not done, or where the hub itself looked just now.</param>
public sealed record ChecklistLine(string Key, TranslatableText Title, ChecklistState State, TranslatableText Found, TranslatableText? ToDo = null, ChecklistDone? Done = null)
{
    /// <summary>A super administrator says whether it is done.</summary>
    public bool MayTick => ChecklistKeys.Ticked.Contains(Key, StringComparer.Ordinal);
}
