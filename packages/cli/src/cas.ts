export { CA_SHAPES, nearest } from "@dcvlint/linter";
