// claim: a warning that names a type of a hundred million letters
// layer: output
// expect: CE
// without: output

template <class A, class B> struct [[nodiscard]] Pair {};
template <int depth> struct Tree {
    using type = Pair<typename Tree<depth - 1>::type, typename Tree<depth - 1>::type>;
};
template <> struct Tree<0> {
    using type = int;
};
template <class A> A make() { return {}; }

int main()
{
    make<Tree<23>::type>();
}
