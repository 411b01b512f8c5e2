namespace Integrations.Core.Storage;

/// <summary>A column of a table, and where a row of this process keeps its value.</summary>
/// <param name="Name">As the database names it.</param>
/// <param name="Type">What the driver is given; never a nullable.</param>
/// <param name="Read">A row's value, converted as the model converts it; null for none.</param>
public sealed record RowColumn(string Name, Type Type, Func<object, object?> Read);
