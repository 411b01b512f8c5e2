using System.Data.Common;
using System.Globalization;

namespace Integrations.Benchmarks.Load;

/// <param name="Text">The value, invariant; null stands for none.</param>
/// <param name="Kind">Of what type it was.</param>
internal sealed record BareParameter(string Name, string? Text, BareKind Kind)
{
    public static BareParameter Of(DbParameter parameter) => new(
        parameter.ParameterName,
        parameter.Value switch
        {
            null or DBNull => null,
            DateTimeOffset time => time.ToString("O", CultureInfo.InvariantCulture),
            IEnumerable<Guid> ids => string.Join(' ', ids),
            var other => Convert.ToString(other, CultureInfo.InvariantCulture),
        },
        parameter.Value switch
        {
            null or DBNull or string => BareKind.Text,
            int or long => BareKind.Number,
            bool => BareKind.Flag,
            Guid => BareKind.Id,
            IEnumerable<Guid> => BareKind.Ids,
            DateTimeOffset => BareKind.Time,
            var other => throw new NotSupportedException($"A parameter is a {other.GetType()}."),
        });

    public object Value() => Text is null ? DBNull.Value : Kind switch
    {
        BareKind.Number => long.Parse(Text, CultureInfo.InvariantCulture),
        BareKind.Flag => bool.Parse(Text),
        BareKind.Id => Guid.Parse(Text),
        BareKind.Ids => Text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Guid.Parse).ToArray(),
        BareKind.Time => DateTimeOffset.Parse(Text, CultureInfo.InvariantCulture),
        _ => Text,
    };
}
