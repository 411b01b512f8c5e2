namespace Integrations.Web.Components.Shared;

/// <summary>Rows of a <see cref="ListTable{TItem}"/> can be ticked.</summary>
/// <param name="IsChosen">Whether a row is.</param>
/// <param name="Choose">Ticks one, or takes the tick away.</param>
/// <param name="ChooseAll">The same for all rows of the page.</param>
/// <param name="NameOf">What a row is called, for its box.</param>
public sealed record ListChoice<TItem>(Func<TItem, bool> IsChosen, Action<TItem, bool> Choose, Action<bool> ChooseAll, Func<TItem, string> NameOf);
