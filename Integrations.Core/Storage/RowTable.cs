using System.Data.Common;

namespace Integrations.Core.Storage;

/// <summary>Rows of this process as a table that a statement reads from.</summary>
/// <param name="Sql">Stands in a FROM clause; the table is called <c>r</c>, its columns are called as those of the target.</param>
/// <param name="Parameters">The rows themselves.</param>
public sealed record RowTable(string Sql, IReadOnlyList<DbParameter> Parameters);
