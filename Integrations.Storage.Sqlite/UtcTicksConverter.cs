using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Integrations.Storage.Sqlite;

internal sealed class UtcTicksConverter() : ValueConverter<DateTimeOffset, long>(
    time => time.UtcTicks, ticks => new DateTimeOffset(ticks, TimeSpan.Zero));
