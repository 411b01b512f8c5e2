using Integrations.Connectors.Entities;
using Integrations.Primitives;

namespace Integrations.Core.Linking.Calendars;

/// <param name="Events">What was read, each once, by start.</param>
/// <param name="ReadTo">How far it was read; the range's end where all went well.</param>
/// <param name="Trouble">Why it is only a part; null when it is all.</param>
/// <param name="IsCut">A week has more events than are read of one.</param>
internal sealed record CalendarReading(IReadOnlyList<ExternalEntity> Events, DateTimeOffset ReadTo, Failure? Trouble, bool IsCut);
