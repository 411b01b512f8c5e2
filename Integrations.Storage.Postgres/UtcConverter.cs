using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Integrations.Storage.Postgres;

// timestamptz takes UTC only, and keeps microseconds.
internal sealed class UtcConverter() : ValueConverter<DateTimeOffset, DateTimeOffset>(
    time => new DateTimeOffset(time.UtcTicks - (time.UtcTicks % 10), TimeSpan.Zero), time => time);
